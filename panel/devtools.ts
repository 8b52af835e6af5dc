import browser from 'webextension-polyfill';

void browser.devtools.panels.create(browser.i18n.getMessage('manifest_name'), '/icons/32.png', '/panel/index.html');
