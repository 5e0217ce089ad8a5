import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** An empty state: what belongs here, and the one action to take. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" justify="center" h="100%" gap="sm" p="xl">
      <Title order={2} size="lg" fw={600}>
        {title}
      </Title>
      <Text c="dark.2" maw={420} ta="center">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
