/** Values as text: in forms, paths, queries and headers. */
import type { NormalizedSchema } from '@smithy/core/schema'

/** @throws Refusal-like TypeError where the text is no value of the schema */
export function fromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw new TypeError(`'${text}' is neither true nor false`)
    return text === 'true'
  }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) throw new TypeError(`'${text}' is no number`)
    return number
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text)
    if (Number.isNaN(date.getTime())) throw new TypeError(`'${text}' is no time`)
    return date
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'))
  return text
}
