/**
 * Firefox runs the worker as an event page, wants an id and a statement on data collection, and knows no `externally_connectable`.
 *
 * @param {Record<string, unknown>} manifest
 * @returns {Record<string, unknown>}
 */
export function firefoxManifest(manifest) {
  const { minimum_chrome_version, externally_connectable, background, ...rest } = manifest;
  const worker = /** @type {{ service_worker: string }} */ (background).service_worker;
  return {
    ...rest,
    background: { scripts: [worker], type: 'module' },
    browser_specific_settings: {
      gecko: {
        id: 'memory-plus@memory-plus.dev',
        strict_min_version: '128.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}
