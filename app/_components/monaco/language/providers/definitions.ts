import { type Provider, rangeOf } from "./types";

export const definitions: Provider = (monaco, client) =>
  monaco.languages.registerDefinitionProvider("json", {
    provideDefinition: async (model, position) => {
      const places = await client.ask(model, "define", { offset: model.getOffsetAt(position) });
      return places?.map((place) => ({ uri: model.uri, range: rangeOf(model, place) })) ?? null;
    },
  });
