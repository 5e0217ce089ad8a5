import './require-node.mjs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * What the packaged Electron can no longer do: run as plain Node, take code or a debugger from the environment or the
 * command line, or load an app that is not the signed archive it was built with.
 */
const FUSES = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // Flipping a fuse breaks the ad-hoc signature that a Mac wants; a build that signs does so afterwards.
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Its pages are served by app://, so files need no privileged origin.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Otherwise each memory access of the WebAssembly kernels would have a bounds check in code.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** electron-builder's afterPack hook. */
export default async function setFuses({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  const executable =
    electronPlatformName === 'darwin' || electronPlatformName === 'mas'
      ? `${name}.app`
      : electronPlatformName === 'win32'
        ? `${name}.exe`
        : packager.executableName;
  await flipFuses(join(appOutDir, executable), FUSES);
}
