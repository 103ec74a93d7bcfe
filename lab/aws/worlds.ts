/** The worlds that have an account, by name. */
import type { World } from './world.ts'

/** @param now the day on which the world is brought up: ages in it count from there */
type Make = (now: Date) => Promise<World>

export const worlds: Readonly<Record<string, Make>> = {
  stock: async (now) => (await import('../worlds/stock/aws.ts')).stock(now),
  mixed: async (now) => (await import('../worlds/mixed/aws.ts')).mixed(now),
  good: async (now) => (await import('../worlds/good/aws.ts')).good(now),
  bad: async (now) => (await import('../worlds/bad/aws.ts')).bad(now),
  several: async (now) => (await import('../worlds/several/aws.ts')).several(now),
  'shop-prod': async () => (await import('../worlds/shop-prod/aws.ts')).shopProd(),
}
