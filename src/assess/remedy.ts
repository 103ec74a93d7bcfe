/** Asks a control what would mend its faults. */
import type { Remedy } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import { unlessUnseen, Unseen, type World } from '../model/world.ts'

/** Undefined where the control cannot tell, or what it would have to know was not seen; that something is wrong was. */
export function remedyFor(control: AnyControl, thing: unknown, world: World): Remedy | undefined {
  const remedy = unlessUnseen(() => control.remedy?.(thing as never, world as never))
  return remedy instanceof Unseen ? undefined : remedy
}
