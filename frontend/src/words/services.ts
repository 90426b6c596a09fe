/** Names of services in the language of the view. */
import { serviceByCode } from "../state/town";
import { view } from "../state/address";
import { named, t } from "./language";

export function serviceName(code: string): string {
  const service = serviceByCode.value.get(code);
  return service ? named(service.name_zh, service.name) : code;
}

/** The services asked about, as a phrase that says whether any or all of them are meant. */
export function servicesPhrase(): string {
  const { services, need } = view.value;
  const list = services.map(serviceName).join(t("title.join"));
  if (services.length < 2) return list;
  return t(need === "all" ? "title.all" : "title.any", { services: list });
}
