/** One account with two clusters: a new one and one with machines of every sort. */
import type { World } from '../../aws/world.ts'
import { mixed } from '../mixed/aws.ts'
import { stock } from '../stock/aws.ts'

export async function several(now: Date): Promise<World> {
  const [first, second] = await Promise.all([mixed(now), stock(now)])
  return { ...first, further: [second.answers] }
}
