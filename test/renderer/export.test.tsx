import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExportDialog } from '../../src/renderer/library/export/ExportDialog.tsx';
import { useLibrary } from '../../src/renderer/library/library-store.ts';
import { decodePng } from '../files/decode-png.ts';
import { painted } from '../library/painted.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
let saved: { name: string; bytes: Promise<ArrayBuffer> }[] = [];
beforeEach(() => {
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set(`blob:${blobs.size}`, blob as Blob);
    return `blob:${blobs.size - 1}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, bytes: blobs.get(this.href)!.arrayBuffer() });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  saved = [];
});

let seed = 1;
async function openOn(count: number) {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) {
    const result = painted({ seed: seed++, prompt: 'a red apple' });
    ids.push(await behind.studio.library.save({ result, sweepId: null }));
  }
  useLibrary.getState().select(ids);
  const onClose = vi.fn();
  return { ...show(<ExportDialog onClose={onClose} />), ids, onClose };
}

test('a picture is saved as a PNG with its recipe, under a name of its prompt', async () => {
  const { user, onClose } = await openOn(1);
  await user.click(await screen.findByRole('button', { name: 'Save PNG' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(onClose).toHaveBeenCalled();
  expect(saved[0]!.name).toMatch(/red-apple.*\.png$/);
  const { width, height, types } = decodePng(Buffer.from(await saved[0]!.bytes));
  expect([width, height]).toEqual([24, 16]);
  expect(types).toContain('iTXt');
});

test('enlarged and without its recipe, if that was chosen', async () => {
  const { user } = await openOn(1);
  await screen.findByText('24 × 16 px');
  screen.getByRole('slider', { name: 'Enlarge' }).focus();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(screen.getByText('72 × 48 px')).toBeDefined();
  await user.click(screen.getByRole('checkbox', { name: 'Leave the recipe out' }));
  await user.click(screen.getByRole('button', { name: 'Save PNG' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  const { width, height, types } = decodePng(Buffer.from(await saved[0]!.bytes));
  expect([width, height]).toEqual([72, 48]);
  expect(types).not.toContain('iTXt');
});

test('several are saved as one ZIP', async () => {
  const { user } = await openOn(2);
  await screen.findByText('The 2 selected pictures');
  await user.click(screen.getByRole('button', { name: 'Save ZIP' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]!.name).toMatch(/\.zip$/);
  expect(Buffer.from(await saved[0]!.bytes).toString('latin1', 0, 2)).toBe('PK');
});

test('a picture that is gone is told in the dialog, which stays open', async () => {
  const { user, ids, onClose } = await openOn(1);
  const { pictures } = behind.studio.library;
  behind.intercept = async (call) => {
    if (call !== 'pictures.export') return;
    pictures.trash({ ids });
    await pictures.purge({ ids });
  };
  await user.click(await screen.findByRole('button', { name: 'Save PNG' }));
  expect((await screen.findByRole('alert')).textContent).not.toBe('');
  expect(onClose).not.toHaveBeenCalled();
  expect(saved).toEqual([]);
});

test('an export that breaks off on its way is told, with what to do, and nothing is saved', async () => {
  const { user } = await openOn(1);
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('the wire is cut'));
  await user.click(await screen.findByRole('button', { name: 'Save PNG' }));
  const told = await screen.findByText(/broke off before it was whole/);
  expect(told.closest('[role=alert]')!.textContent).toContain('Export it again');
  expect(saved).toEqual([]);
});
