// The language of the page's address (`?language=de`). It is imported first: some texts are read while modules load.
import { speak } from '@memory-plus/core/words';
import { wordsOf } from '../../panel/platform/messages.ts';
import { browserWith, locales } from './locales.ts';

const asked = new URLSearchParams(location.search).get('language') ?? 'en';
speak(wordsOf(browserWith(locales[asked] ?? {}, asked === 'en' ? 'en-US' : asked)));
