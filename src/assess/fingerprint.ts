/** Fingerprints: 16 hex digits that the same fault of the same thing has again tomorrow, and on another machine. */
import { parsePath } from '../model/path.ts'
import { type Ref, refKey } from '../model/ref.ts'

/** A hash in the making: 64 bits of FNV-1a, as two halves with different primes. Not for secrecy, only to tell faults apart. */
interface Digest {
  a: number
  b: number
}

function feed(digest: Digest, text: string): void {
  let { a, b } = digest
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13)
  }
  // A separator, so that "ab" + "c" and "a" + "bc" differ.
  digest.a = Math.imul(a ^ 0xffff, 0x01000193)
  digest.b = Math.imul(b ^ 0xffff, 0x85ebca6b)
}

/** Sixteen hex digits, as one flat text: a large scan keeps hundreds of thousands of them. */
const hex = ({ a, b }: Digest): string => ((BigInt(a >>> 0) << 32n) | BigInt(b >>> 0)).toString(16).padStart(16, '0')

/** The part of a print that all faults of a thing share. */
export function digestOf(subject: Ref): Readonly<Digest> {
  const digest = { a: 0x811c9dc5 | 0, b: 0x01000193 }
  feed(digest, refKey(subject))
  return digest
}

/**
 * A path with names in place of list positions, so that a container added in front does not make every fault new:
 * `spec.containers[1].image` counts as spec, containers, =app, image.
 * @param root the object that the path leads into
 */
export function trailOf(root: unknown, path: string): readonly string[] {
  if (!path.includes('[')) return [path]
  let value = root
  return parsePath(path).map((segment) => {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined
    const name = typeof segment === 'number' && typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined
    return typeof name === 'string' ? name : String(segment)
  })
}

/**
 * @param shared `digestOf` the subject
 * @param trail `trailOf` the field at fault; of evidence without one, what it says
 */
export function fingerprint(shared: Readonly<Digest>, rule: string, trail: readonly string[]): string {
  const digest = { a: shared.a, b: shared.b }
  feed(digest, rule)
  for (const word of trail) feed(digest, word)
  return hex(digest)
}
