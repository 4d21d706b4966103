import { type Provider, rangeOf } from "./types";

export const references: Provider = (monaco, client) =>
  monaco.languages.registerReferenceProvider("json", {
    provideReferences: async (model, position) => {
      const places = await client.ask(model, "refer", { offset: model.getOffsetAt(position) });
      return places?.map((place) => ({ uri: model.uri, range: rangeOf(model, place) })) ?? null;
    },
  });
