/** Fingerprints: 16 hex digits that the same fault of the same thing has again tomorrow, and on another machine. */
import type { Ref } from '../model/ref.ts'
import { refKey } from '../model/ref.ts'
import { parsePath } from '../model/path.ts'

/** 64 bits of FNV-1a, as two 32-bit halves with different seeds. Not for secrecy, only to tell faults apart. */
export function hash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13)
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
}

/**
 * Replaces list positions by names, so that a container added in front does not make every fault new:
 * `spec.containers[1].image` -> `spec/containers/=app/image`.
 */
function stablePath(root: unknown, path: string): string {
  let value = root
  let stable = ''
  for (const segment of parsePath(path)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined
    const name = typeof segment === 'number' && typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined
    stable += `/${typeof name === 'string' ? `=${name}` : segment}`
  }
  return stable
}

export function fingerprint(rule: string, subject: Ref, thing: unknown, at: string | undefined, says: string): string {
  return hash(`${rule}\u0000${refKey(subject)}\u0000${at === undefined ? says : stablePath(thing, at)}`)
}
