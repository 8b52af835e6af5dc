import browser from 'webextension-polyfill';

void browser.devtools.panels.create('Memory+', '/icons/32.png', '/panel/index.html');
