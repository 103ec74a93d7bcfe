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

const quarters: string[] = []

/** Four hex digits, remembered: a large scan prints hundreds of thousands of them. */
function quarter(value: number): string {
  quarters[value] ??= value.toString(16).padStart(4, '0')
  return quarters[value] as string
}

const hex = (half: number): string => quarter((half >>> 16) & 0xffff) + quarter(half & 0xffff)

/** The part of a print that all faults of a thing share. */
export function digestOf(subject: Ref): Readonly<Digest> {
  const digest = { a: 0x811c9dc5 | 0, b: 0x01000193 }
  feed(digest, refKey(subject))
  return digest
}

/**
 * Feeds a path with names in place of list positions, so that a container added in front does not make every fault
 * new: `spec.containers[1].image` counts as spec, containers, =app, image.
 */
function feedPath(digest: Digest, root: unknown, path: string): void {
  if (!path.includes('[')) {
    feed(digest, path)
    return
  }
  let value = root
  for (const segment of parsePath(path)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined
    const name = typeof segment === 'number' && typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined
    feed(digest, typeof name === 'string' ? name : String(segment))
  }
}

/**
 * @param shared `digestOf` the subject
 * @param thing the object that `at` leads into
 * @param says stands in for the path of evidence that has none
 */
export function fingerprint(shared: Readonly<Digest>, rule: string, thing: unknown, at: string | undefined, says: string): string {
  const digest = { a: shared.a, b: shared.b }
  feed(digest, rule)
  if (at === undefined) feed(digest, says)
  else feedPath(digest, thing, at)
  return hex(digest.a) + hex(digest.b)
}
