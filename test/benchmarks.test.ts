/** Laws over the benchmark tables: nothing points at a control that is not there, no control stands alone. */
import { describe, expect, it } from 'vitest'
import { benchmarks, rowsByControl } from '../src/benchmarks/index.ts'
import { controls } from '../src/controls/index.ts'
import { layers } from '../src/model/control.ts'

/** Controls that no row asks for: one speaks of ekshield's own input, the other of a switch that is younger than the benchmarks. */
const ours = new Set(['compliance/unreadable-input', 'response/missing-deletion-protection'])

describe.each(Object.entries(benchmarks))('%s', (name, benchmark) => {
  it('has rows with ids of their own', () => {
    expect(benchmark.name).toBe(name)
    const ids = benchmark.rows.map((row) => row.id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })
  it('points at controls that are there, each once a row', () => {
    const wrong = benchmark.rows.flatMap((row) =>
      row.controls.filter((id, i) => !controls[id] || row.controls.indexOf(id) !== i).map((id) => `${row.id}: ${id}`),
    )
    expect(wrong).toEqual([])
  })
  it('says of every row its layer where it has one, and who answers where no control does', () => {
    for (const row of benchmark.rows) {
      if (row.layer !== undefined) expect(layers).toContain(row.layer)
      expect(row.title.length).toBeGreaterThan(5)
      if (name === 'cis-eks-1.8' && row.controls.length === 0) expect(row.why, row.id).toBeDefined()
    }
  })
})

describe('the tables', () => {
  it('are whole', () => {
    expect(Object.fromEntries(Object.values(benchmarks).map(({ name, rows }) => [name, rows.length]))).toEqual({
      'eks-best-practices': 378,
      'cis-eks-1.8': 50,
      pss: 19,
    })
  })
  it('ask for every control', () => {
    const asked = rowsByControl()
    expect(Object.keys(controls).filter((id) => !asked[id] && !ours.has(id))).toEqual([])
  })
})
