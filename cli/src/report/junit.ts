import type { Assessment } from '../assess.ts';

/** One suite for each document or process, one case for each check. */
export function junitReport(assessments: readonly Assessment[]): string {
  const suites = assessments.map(({ file, source, checks }) => {
    const failures = checks.filter((check) => !check.holds).length;
    const cases = checks.map((check) => {
      const open = `    <testcase classname="${xml(source.kind)}" name="${xml(check.name)}" file="${xml(file)}"`;
      if (check.holds) return `${open}><system-out>${xml(check.message)}</system-out></testcase>`;
      return `${open}><failure message="${xml(check.message)}"/></testcase>`;
    });
    return [
      `  <testsuite name="${xml(source.name)}" tests="${checks.length}" failures="${failures}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="memory-plus">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// XML has no place for most control characters, nor for half of a surrogate pair.
const notXml = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function xml(text: string): string {
  return text.replace(notXml, ' ').replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
