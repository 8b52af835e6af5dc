// Tests read English, whatever this machine speaks: what the browser does for the extension's own pages.
import { speak } from '@memory-plus/core/words';
import { wordsOf } from '../../panel/platform/messages.ts';
import { browserWith, locales } from './locales.ts';

speak(wordsOf(browserWith(locales.en ?? {}, 'en-US')));
