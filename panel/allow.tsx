import { language } from '@memory-plus/core/words';
import { render } from 'preact';
import { AllowPage } from './app/allow-page.tsx';
import { requestHere } from './platform/request-here.ts';
import './styles/index.css';

const root = document.getElementById('allow');
document.documentElement.lang = language();
document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
const origins = new URLSearchParams(location.search).getAll('origin');
if (root) render(<AllowPage origins={origins} request={requestHere} />, root);
