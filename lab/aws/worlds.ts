/** The worlds that have an account, by name. */
import type { World } from './world.ts'

export const worlds: Readonly<Record<string, () => Promise<World>>> = {
  'shop-prod': async () => (await import('../worlds/shop-prod/aws.ts')).account(),
}
