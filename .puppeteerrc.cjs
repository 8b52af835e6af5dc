// The browser comes from the machine (scripts/setup.mjs finds or installs it); puppeteer must not download one.
module.exports = { skipDownload: true };
