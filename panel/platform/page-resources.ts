import type { Capability } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import type { PageResource, PageResources } from './platform.ts';

/** Files of one page that are looked at. */
const mostResources = 2_000;

/** The inspected page's files through DevTools. Firefox gives its extensions neither the list nor its editor. */
export function pageResources(): PageResources {
  const { inspectedWindow, panels } = chrome.devtools;
  const available: Capability =
    typeof inspectedWindow.getResources === 'function' && typeof panels.openResource === 'function'
      ? { available: true }
      : { available: false, because: en.platform.noFiles };
  return {
    available,
    async list() {
      if (!available.available) return [];
      const resources = await new Promise<chrome.devtools.inspectedWindow.Resource[]>((resolve) => {
        inspectedWindow.getResources(resolve);
      });
      return resources.slice(0, mostResources).map(toResource);
    },
    async open(url, line, column) {
      if (!available.available) return false;
      return new Promise((resolve) => {
        // DevTools answers with a status, which the types do not know.
        const answered = (status?: { readonly isError?: boolean }) => resolve(status?.isError !== true);
        panels.openResource(url, line - 1, column - 1, answered);
      });
    },
  };
}

function toResource(resource: chrome.devtools.inspectedWindow.Resource): PageResource {
  return {
    url: resource.url,
    text: () =>
      new Promise((resolve) => {
        resource.getContent((content, encoding) =>
          resolve(typeof content === 'string' && encoding !== 'base64' ? content : null),
        );
      }),
  };
}
