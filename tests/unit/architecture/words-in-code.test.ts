import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesBelow, read } from './repository.ts';

/** What a person is told stands in `_locales`. These are for programmers, or the same in every language. */
const apart = /^panel\/strings\/code-samples\.ts$/;
/** Errors that only a mistake in the program can cause. */
const mistakes = /^(MessageError|TypeError|RangeError|StreamError)$/;
/** Attributes whose text is read, by eye or by ear. */
const readAttributes =
  /^(aria-(label|description|valuetext|roledescription|placeholder)|title|placeholder|alt|label|text|help|hint|summary)$/;
const letters = /\p{L}{2,}/u;
/** Two words in a row: no class, id, path or type of the program looks so. */
const sentence = /\p{L}[\p{L}’']* \p{Ll}{2,}/u;
/** A program for the page, a document's frame, a query; and names under which a page tells of a source. */
const otherLanguages = /^(\(\(\w*\) =>|<!doctype|count by |\w+( Query)? cache$)/;

interface Found {
  readonly place: string;
  readonly text: string;
}

/** Texts in the code that a person would read. */
function wordsIn(file: string, code: string): Found[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ESNext, true);
  const found: Found[] = [];
  const note = (node: ts.Node, text: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ place: `${file}:${line + 1}`, text: text.trim() });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isJsxText(node) && letters.test(node.text)) note(node, node.text);
    if (isWords(node)) note(node, node.getText());
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function isWords(node: ts.Node): boolean {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node) && !ts.isTemplateExpression(node))
    return false;
  const text = ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
    : node.text;
  const attribute = attributeOf(node);
  if (attribute !== null) return readAttributes.test(attribute) && letters.test(text);
  if (isChild(node)) return letters.test(text);
  return sentence.test(text) && !otherLanguages.test(text) && !isForPrograms(node);
}

/** The attribute that a literal is the value of, directly or within an expression; null where it is none's. */
function attributeOf(node: ts.Node): string | null {
  for (let at = node.parent; at && !ts.isArrowFunction(at); at = at.parent)
    if (ts.isJsxAttribute(at)) return at.name.getText();
  return null;
}

/** Whether a literal is shown between two tags. */
function isChild(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isCallExpression(at.parent) && !ts.isBlock(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isJsxExpression(parent)) return !ts.isJsxAttribute(parent.parent);
    const chosen = ts.isConditionalExpression(parent) && parent.condition !== at;
    const either = ts.isBinaryExpression(parent) && parent.right === at && !/=/.test(parent.operatorToken.getText());
    if (!chosen && !either && !ts.isParenthesizedExpression(parent)) return false;
  }
  return false;
}

function isForPrograms(node: ts.Node): boolean {
  const { parent } = node;
  // A class of the styles; titles and descriptions of the documentation.
  if (ts.isPropertyAssignment(parent))
    return parent.name === node || /^(class|title|description)$/.test(parent.name.getText());
  return ts.isNewExpression(parent) && mistakes.test(parent.expression.getText());
}

describe('texts in the code', () => {
  it.each([
    ['<p>Some text</p>', 1],
    ['<p title="Close" class="button row">{text.close}</p>', 1],
    ["<p>{open ? 'Close' : text.open} {count} </p>", 1],
    ["<p aria-label={'Open'} />", 1],
    ["throw new Error('It does not work.')", 1],
    ['const label = `one of them is gone`;', 1],
    ["<p class={open ? 'row open' : 'row'} id='some id'>{text.open} – 5 %</p>", 0],
    ["throw new TypeError('not a worker of ours')", 0],
    ["import { one } from 'some where';", 0],
  ])('%s: %d', (code, count) => {
    expect(wordsIn('panel/some.tsx', code)).toHaveLength(count);
  });

  const files = ['panel', 'background', 'content'].flatMap((part) => filesBelow(part, /\.tsx?$/));
  it.each(files.filter((file) => !apart.test(file)))('%s has none', (file) => {
    expect(wordsIn(file, read(file))).toEqual([]);
  });

  // The core has names of data that look like words; what it says are whole sentences, or has values in it.
  const core = ['src/analysis', 'src/judgement', 'src/heap-snapshot', 'src/recording'].flatMap((part) =>
    filesBelow(part, /\.ts$/),
  );
  it.each(core.filter((file) => !file.includes('/redact/')))('%s says nothing by itself', (file) => {
    expect(wordsIn(file, read(file)).filter(({ text }) => /\$\{|[.?]['"`]$/.test(text))).toEqual([]);
  });
});
