import { Kbd, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { COMMAND_IDS, COMMANDS } from '../../shared/commands.ts';
import { commandTitle } from '../../shared/locales/translate.ts';
import { readableKeys } from '../commands/keys.ts';
import { useCommand } from '../commands/registry.ts';
import { Dialog } from '../components/Dialog.tsx';
import { currentLanguage } from '../language/language.ts';

/** The list of keys. */
export function KeyHelp() {
  const { t } = useTranslation('app');
  const [opened, { open, close }] = useDisclosure();
  useCommand('show-keys', open);
  const language = currentLanguage();
  return (
    <Dialog opened={opened} onClose={close} title={t('keysTitle')} size="md">
      <Table>
        <Table.Tbody>
          {COMMAND_IDS.map((id) => {
            const { keys } = COMMANDS[id];
            return (
              keys !== null && (
                <Table.Tr key={id}>
                  <Table.Td>{commandTitle(id, language)}</Table.Td>
                  <Table.Td ta="right">
                    <Kbd>{readableKeys(keys)}</Kbd>
                  </Table.Td>
                </Table.Tr>
              )
            );
          })}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
