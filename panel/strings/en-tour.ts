import type { TourStep } from '../store/tour.ts';

/** Texts of the first-run tour. */
export const tour = {
  label: 'First steps',
  next: 'Next',
  done: 'Done',
  skip: 'Skip',
  again: 'Show the first steps again',
  at: (step: number, of: number) => `${step} of ${of}`,
  steps: {
    verdict: 'Each card answers one question in a sentence, with what it rests on. “Show me” leads to the evidence.',
    timeline:
      'Page, server, slow frames and collections lie on one time axis. Move over it, or use the arrow keys, to read every lane at one moment.',
    evidence:
      '“Collect garbage” tells what is really held. The guided check under Leaks proves a leak: do a step, undo it, seven times.',
    server:
      'Type the address of your server under Backend, and its heap joins the same axis. Everything is kept under Recordings.',
  } satisfies Record<TourStep, string>,
} as const;
