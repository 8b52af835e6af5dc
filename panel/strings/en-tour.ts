import type { TourStep } from '../store/tour.ts';
import { filled, type Text, text } from './section.ts';

/** Texts of the first-run tour. */
export const tour = {
  label: text,
  next: text,
  done: text,
  skip: text,
  again: text,
  at: filled('step', 'of'),
  steps: {
    verdict: text,
    timeline: text,
    evidence: text,
    server: text,
  } satisfies Record<TourStep, Text>,
} as const;
