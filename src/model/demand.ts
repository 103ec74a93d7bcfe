/** The sentences a control can state as data; `demand/` judges, mends and says them. */

/** A test of one value. `unset` says how an absent value (or null) counts. */
export type Test =
  | { readonly test: 'is' | 'isNot'; readonly value: Scalar; readonly unset: Unset }
  | { readonly test: 'isOneOf' | 'isNoneOf'; readonly values: readonly Scalar[]; readonly unset: Unset }
  | { readonly test: 'holds'; readonly value: Scalar; readonly unset: Unset }
  | { readonly test: 'isSet' | 'isUnset'; readonly unset: Unset }
  | { readonly test: 'matches'; readonly pattern: string; readonly words: string; readonly unset: Unset }
  | { readonly test: 'isAtLeast' | 'isAtMost'; readonly value: number; readonly unset: Unset }

export type Scalar = string | number | boolean
export type Unset = 'good' | 'bad'

/**
 * Where the tested value lies:
 * - `object`: a path from the root of the subject;
 * - `pod`: a path from the pod spec, wherever the subject carries it;
 * - `container`: a path from every container, init container and ephemeral container;
 * - `effective`: the container's own value, else the pod's, else unset;
 * - `volume`: a path from every volume of the pod.
 *
 * In a path, `[*]` stands for every element of a list, and `x!.y` for the Go reading of a pointer to a struct: where `x`
 * is there and `y` is not, the value is "" rather than unset.
 */
export type Demand =
  | { readonly place: 'object' | 'pod' | 'container' | 'effective' | 'volume'; readonly path: string; readonly test: Test }
  | { readonly all: readonly Demand[] }
  /** Asked only of pods for which the field means something: Linux pods; pods in the host's user namespace. */
  | { readonly only: 'linux' | 'host-users'; readonly must: Demand }
