// Practices for the bench: the demo content again and again, under other names and in other municipalities.
import { readFileSync } from "node:fs";

/** `count` lines for `tabadul import practices`; the same ones each time. */
export function practices(count, source, organizations) {
  const originals = readFileSync(source, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const lines = [];
  for (let number = 0; number < count; number += 1) {
    const original = originals[number % originals.length];
    lines.push(JSON.stringify({
      ...original,
      external_id: `bench-${number}`,
      organization: organizations[number % organizations.length],
      title: `${original.title} (${number})`,
    }));
  }
  return `${lines.join("\n")}\n`;
}
