/** IAM policy documents come as objects, as JSON in strings, and URL-encoded; controls see objects alone. */
import type { PolicyDocument } from '../../model/aws.ts'

/** Throws `SyntaxError` where the text is no JSON. */
export function decodePolicy(document: unknown): PolicyDocument | undefined {
  if (document === undefined || document === null || document === '') return undefined
  if (typeof document === 'object') return document as PolicyDocument
  const text = String(document)
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) as PolicyDocument
}
