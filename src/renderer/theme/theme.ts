import { createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * Neutral greys without a tint, which would change how the colours of the picture beside them are perceived. From text
 * to the darkest ground.
 */
const grey: MantineColorsTuple = [
  '#e8e8e8',
  '#c9c9c9',
  '#a6a6a6',
  '#7a7a7a',
  '#484848',
  '#383838',
  '#2b2b2b',
  '#1f1f1f',
  '#181818',
  '#111111',
];

/** The only warm colour: for what can be pressed, and for energy. */
const amber: MantineColorsTuple = [
  '#fff6e6',
  '#ffeacc',
  '#ffd699',
  '#ffc266',
  '#ffb454',
  '#ffae45',
  '#f5a237',
  '#d98a22',
  '#b06f18',
  '#7d4e0e',
];

export const theme = createTheme({
  // Mantine's own gray is bluish.
  colors: { dark: grey, gray: grey, amber },
  primaryColor: 'amber',
  primaryShade: 4,
  autoContrast: true,
  luminanceThreshold: 0.4,
  fontFamily: "Inter, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  // Dense: 28 px controls, 12-13 px text.
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { shadow: 'md' } } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, color: 'dark.5' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.6 } } },
  },
});
