/** The worlds by name. */
import { hint } from '../../src/model/nearest.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import { bad } from './bad/world.ts'
import { good } from './good/world.ts'
import { mixed } from './mixed/world.ts'
import { shopProd } from './shop-prod/world.ts'
import { stock } from './stock/world.ts'
import type { World } from './world.ts'

const worlds: Readonly<Record<string, () => World>> = { stock, good, bad, mixed, 'shop-prod': shopProd }
export const worldNames: readonly string[] = Object.keys(worlds)

/** @throws UsageError that names the worlds there are */
export function worldNamed(name: string): World {
  const make = Object.hasOwn(worlds, name) ? worlds[name] : undefined
  if (!make) throw new UsageError(`there is no world "${name}"${hint(name, worldNames)}; there are ${worldNames.join(', ')}`)
  return make()
}
