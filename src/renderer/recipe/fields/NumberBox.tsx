import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { fitted, type NumberRule } from '../form/panel-fields.ts';

interface Props extends Pick<NumberInputProps, 'id' | 'aria-label' | 'hideControls' | 'disabled'> {
  suffix?: string | undefined;
  className?: string | undefined;
  value: number;
  rule: NumberRule;
  help: string;
  onChange(value: number): void;
}

/** A number input: passes on every valid number, and corrects the text when the focus leaves. */
export function NumberBox({ value, rule, help, suffix, className, onChange, ...input }: Props) {
  const [text, setText] = useState<number | string>(value);
  useEffect(() => setText(value), [value]);
  return (
    <NumberInput
      {...input}
      {...(suffix !== undefined && { suffix })}
      {...(className !== undefined && { className })}
      aria-description={help}
      value={text}
      min={rule.min}
      max={rule.max}
      step={rule.step}
      allowDecimal={rule.multipleOf === null}
      allowNegative={false}
      clampBehavior="none"
      onChange={(typed) => {
        setText(typed);
        if (typeof typed === 'number' && fitted(typed, rule) === typed) onChange(typed);
      }}
      onBlur={() => {
        const fits = typeof text === 'number' ? fitted(text, rule) : value;
        setText(fits);
        if (fits !== value) onChange(fits);
      }}
    />
  );
}
