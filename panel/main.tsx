import { mountPanel } from './mount.tsx';
import { createExtensionPlatform } from './platform/extension.ts';

const root = document.getElementById('panel');
if (root) mountPanel(root, createExtensionPlatform());
