import { theme as antdTheme, type ThemeConfig } from 'antd';

/**
 * Ink on paper, as in a reading room. Vermilion is kept for alarms and refusals only, so that it
 * still means something at the end of a shift. Every pair of text and ground is 4.5:1 or better.
 */
const palette = {
  ink: '#1f2527',
  inkSoft: '#4c5557',
  inkFaint: '#656c6c',
  paper: '#f5f2eb',
  sheet: '#fffdf9',
  shade: '#ece7db',
  rule: '#d9d2c3',
  ruleStrong: '#878174',
  /** 黛: the working colour of links, buttons and the chosen row. */
  indigo: '#2b4a57',
  indigoDeep: '#1f3945',
  /** 朱砂: alarms and refusals only. */
  vermilion: '#b3321d',
  /** 赭: attention. */
  ochre: '#85560a',
  /** 松: done. */
  pine: '#2c6549',
} as const;

export type Density = 'comfortable' | 'compact';

const fonts = `'Noto Sans SC Variable', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif`;
const monoFonts = `'Noto Sans Mono', 'DejaVu Sans Mono', Consolas, 'Noto Sans SC Variable', monospace`;

// By the token, not by CSS: shortened transitions leave antd's lists outside the screen.
const hasMotion = !matchMedia('(prefers-reduced-motion: reduce)').matches;

export function themeFor(density: Density): ThemeConfig {
  return {
    // Components take their CSS from antd.css (base.css) and only the tokens from here: nothing is
    // computed while a page opens.
    zeroRuntime: true,
    algorithm:
      density === 'compact' ? [antdTheme.defaultAlgorithm, antdTheme.compactAlgorithm] : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.indigo,
      colorLink: palette.indigo,
      colorLinkHover: palette.indigoDeep,
      colorInfo: palette.indigo,
      colorSuccess: palette.pine,
      colorWarning: palette.ochre,
      colorError: palette.vermilion,
      colorTextBase: palette.ink,
      colorText: palette.ink,
      colorTextSecondary: palette.inkSoft,
      colorTextTertiary: palette.inkFaint,
      colorTextDescription: palette.inkFaint,
      colorTextPlaceholder: palette.inkFaint,
      colorBgLayout: palette.paper,
      colorBgContainer: palette.sheet,
      colorBgElevated: palette.sheet,
      colorBorder: palette.ruleStrong,
      colorBorderSecondary: palette.rule,
      colorSplit: palette.rule,
      borderRadius: 3,
      borderRadiusLG: 4,
      borderRadiusSM: 2,
      fontFamily: fonts,
      fontFamilyCode: monoFonts,
      fontSize: 14,
      controlHeight: 32,
      wireframe: false,
      colorBgMask: 'rgb(31 37 39 / 38%)',
      colorInfoBg: '#e9eff0',
      colorInfoBorder: '#a9bcc3',
      colorSuccessBg: '#e7f0ea',
      colorSuccessBorder: '#a3c3b0',
      colorWarningBg: '#f8efdc',
      colorWarningBorder: '#d8bb83',
      colorErrorBg: '#f9eae5',
      colorErrorBorder: '#dca294',
      motion: hasMotion,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      boxShadow: '0 4px 16px rgb(31 37 39 / 18%)',
      boxShadowSecondary: '0 4px 16px rgb(31 37 39 / 18%)',
    },
    components: {
      Table: {
        headerBg: palette.shade,
        headerColor: palette.ink,
        headerSplitColor: palette.rule,
        rowHoverBg: '#f4f0e6',
        rowSelectedBg: '#e4ebec',
        rowSelectedHoverBg: '#dbe4e6',
        borderColor: palette.rule,
        cellPaddingBlock: 9,
        cellPaddingInline: 12,
        cellPaddingBlockMD: 8,
        cellPaddingInlineMD: 10,
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 8,
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Card: { headerFontSize: 15 },
      Drawer: { padding: 20 },
      Form: { labelColor: palette.inkSoft, verticalLabelPadding: '0 0 4px', itemMarginBottom: 22 },
      Segmented: { trackBg: palette.shade, itemSelectedBg: palette.indigo, itemSelectedColor: '#fff' },
      Modal: { titleFontSize: 16 },
    },
  };
}
