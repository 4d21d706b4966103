/**
 * Monaco's colours, taken from the page's tokens, so that they stand in one place only.
 * Monaco cannot read CSS variables: the theme is made anew when light and dark change.
 */
import type { Monaco } from "./monaco";

/** Defines the theme from the tokens as they now are, and applies it to every editor on the page. */
export function applyTheme(monaco: Monaco, base: "light" | "dark"): void {
  const token = tokenReader();
  const hex = (name: string) => token(name).replace("#", "");
  monaco.editor.defineTheme("limen", {
    base: base === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "", foreground: hex("ink") },
      { token: "string.key.json", foreground: hex("key") },
      { token: "string.value.json", foreground: hex("str") },
      { token: "number.json", foreground: hex("num") },
      { token: "keyword.json", foreground: hex("accent") },
      { token: "delimiter", foreground: hex("mute") },
      { token: "feel.fact", foreground: hex("ink") },
      { token: "feel.function", foreground: hex("accent") },
      { token: "feel.keyword", foreground: hex("key"), fontStyle: "bold" },
      { token: "feel.number", foreground: hex("num") },
      { token: "feel.string", foreground: hex("str") },
      { token: "feel.operator", foreground: hex("mute") },
    ],
    colors: colorsOf(token),
  });
  monaco.editor.setTheme("limen");
}

function colorsOf(token: (name: string) => string): Record<string, string> {
  const [card, ink, line, mute, accent, soft] = ["card", "ink", "line", "mute", "accent", "soft"].map(token) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    "editor.background": card,
    "editor.foreground": ink,
    "editorGutter.background": card,
    "editorLineNumber.foreground": mute,
    "editorLineNumber.activeForeground": ink,
    "editorCursor.foreground": accent,
    "editor.lineHighlightBackground": soft,
    "editor.lineHighlightBorder": `${soft}00`,
    "editor.selectionBackground": `${accent}40`,
    "editor.inactiveSelectionBackground": `${accent}26`,
    "editorIndentGuide.background1": line,
    "editorIndentGuide.activeBackground1": token("edge"),
    "editorBracketMatch.background": soft,
    "editorBracketMatch.border": accent,
    "editorBracketHighlight.foreground1": mute,
    "editorBracketHighlight.foreground2": mute,
    "editorBracketHighlight.foreground3": mute,
    "editorError.foreground": token("down"),
    "editorWarning.foreground": token("amber"),
    "editorInlayHint.foreground": mute,
    "editorInlayHint.background": token("bg"),
    "editorCodeLens.foreground": mute,
    "editorStickyScroll.background": card,
    "editorStickyScroll.border": line,
    "editorStickyScrollHover.background": token("bg"),
    "editorWidget.background": card,
    "editorWidget.foreground": ink,
    "editorWidget.border": line,
    "editorHoverWidget.background": card,
    "editorHoverWidget.foreground": ink,
    "editorHoverWidget.border": line,
    "editorSuggestWidget.background": card,
    "editorSuggestWidget.foreground": ink,
    "editorSuggestWidget.border": line,
    "editorSuggestWidget.selectedBackground": soft,
    "editorSuggestWidget.selectedForeground": ink,
    "editorSuggestWidget.highlightForeground": accent,
    "editorSuggestWidget.focusHighlightForeground": accent,
    "input.background": card,
    "input.foreground": ink,
    "input.border": token("edge"),
    focusBorder: accent,
    "list.hoverBackground": token("bg"),
    "list.focusBackground": soft,
    "menu.background": card,
    "menu.foreground": ink,
    "menu.selectionBackground": soft,
    "menu.selectionForeground": ink,
    "textLink.foreground": accent,
    "textCodeBlock.background": token("bg"),
    "scrollbarSlider.background": `${token("bar")}99`,
    "scrollbarSlider.hoverBackground": token("bar"),
    "scrollbarSlider.activeBackground": token("bar"),
    "diffEditor.insertedTextBackground": `${token("up")}2b`,
    "diffEditor.removedTextBackground": `${token("down")}2b`,
    "diffEditor.insertedLineBackground": `${token("up")}14`,
    "diffEditor.removedLineBackground": `${token("down")}14`,
    "diffEditor.unchangedRegionBackground": token("bg"),
    "diffEditor.unchangedRegionForeground": mute,
    "diffEditor.unchangedRegionShadow": `${line}00`,
    "diffEditor.diagonalFill": line,
    "diffEditorGutter.insertedLineBackground": `${token("up")}1f`,
    "diffEditorGutter.removedLineBackground": `${token("down")}1f`,
  };
}

function tokenReader(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => {
    const value = style.getPropertyValue(`--${name}`).trim();
    return /^#[0-9a-f]{3}$/i.test(value) ? `#${[...value.slice(1)].map((c) => c + c).join("")}` : value;
  };
}
