/** Filters in the address: what is written there is read back, and what is not understood does no harm. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layers } from '../../src/model/control.ts'
import { severities } from '../../src/model/finding.ts'
import { type Address, parseAddress, showAddress, views } from '../../web/address.ts'

const text = fc.string({ unit: 'grapheme' })

const addresses = fc
  .record(
    {
      by: fc.constantFrom('subject' as const, 'control' as const),
      text,
      severities: fc.subarray([...severities]),
      view: fc.constantFrom(...views),
      layer: fc.constantFrom(...layers),
      namespace: text,
      finding: fc.string({ minLength: 1 }),
    },
    { requiredKeys: ['by', 'text', 'severities'] },
  )
  .map((address) => address as Address)

describe('the address', () => {
  it('is read back as it was written', () => {
    fc.assert(fc.property(addresses, (address) => void expect(parseAddress(showAddress(address))).toEqual(address)))
  })

  it('is short where nothing is asked for', () => {
    expect(showAddress(parseAddress(''))).toBe('#/')
    expect(showAddress(parseAddress('#/layer=pod&sev=critical,high&q=pod/host-pid'))).toBe('#/q=pod/host-pid&sev=critical,high&layer=pod')
  })

  it('tells no namespace from all namespaces', () => {
    expect(parseAddress('#/ns=')).toHaveProperty('namespace', '')
    expect(parseAddress('#/')).not.toHaveProperty('namespace')
  })

  it('ignores what it does not know', () => {
    expect(parseAddress('#/view=everything&layer=moon&sev=dire,high&by=moon&x=1')).toEqual({ by: 'subject', text: '', severities: ['high'] })
    fc.assert(fc.property(fc.string(), (hash) => void parseAddress(`#/${hash}`)))
  })
})
