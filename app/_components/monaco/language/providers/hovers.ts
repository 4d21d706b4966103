import type { Provider } from "./types";

export const hovers: Provider = (monaco, client) =>
  monaco.languages.registerHoverProvider("json", {
    provideHover: async (model, position) => {
      const texts = await client.ask(model, "hover", { offset: model.getOffsetAt(position) });
      return texts && texts.length > 0 ? { contents: texts.map((value) => ({ value })) } : null;
    },
  });
