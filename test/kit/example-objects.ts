/** What examples hold, as an API server is handed it, and what a control says of it. */
import { concerns } from '../../src/assess/judge.ts'
import { obeys } from '../../src/demand/obeys.ts'
import type { AnyControl } from '../../src/model/control.ts'
import type { KubeObject } from '../../src/model/kubernetes.ts'
import { exampleWorld } from './example-world.ts'

const derived = new Set(['podPath', 'pod', 'pods', 'os', 'computes', 'addon'])

/** A thing without what the world derives of it. */
export const objectOf = (thing: object): KubeObject =>
  structuredClone(Object.fromEntries(Object.entries(thing).filter(([name]) => !derived.has(name)))) as unknown as KubeObject

const nowhere = exampleWorld('').world

/** The verdict of a control with a `must`. */
export const allows = (control: AnyControl, thing: object): boolean =>
  !concerns(control, thing, nowhere) || control.must === undefined || obeys(control.must, thing)
