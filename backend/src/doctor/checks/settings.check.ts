import { type Check, failed, noFile, ok } from '../check.ts';

export const settingsCheck: Check = {
  id: 'settings',
  stage: 'before deployment',
  title: 'The settings are right',
  async run({ file }) {
    if (!file) return noFile;
    if (file.settings) return ok(`${file.path} can be used as it is.`);
    return failed(
      file.problem,
      `Change what is listed in ${file.path}; .env.production.template explains each setting.`,
    );
  },
};
