import { phrases } from './phrases.ts';

/** Sizes, durations and rates; the numbers are written by the language. */
export const say = phrases('units', {
  bytes_one: '{count} byte',
  bytes_other: '{count} bytes',
  B: '{value} B',
  KB: '{value} KB',
  MB: '{value} MB',
  GB: '{value} GB',
  ms: '{value} ms',
  seconds: '{value} s',
  minutes: '{value} min',
  hours: '{value} h',
  days: '{value} days',
  percent: '{value} %',
  perMinuteKB: '{value} ± {doubt} KB/min',
  perMinuteMB: '{value} ± {doubt} MB/min',
  lopsidedKB: 'by {value} KB/min ({low} to {high})',
  lopsidedMB: 'by {value} MB/min ({low} to {high})',
  perMinute: '{size}/min',
});
