#!/usr/bin/env node
// Starts the program; turns on the compile cache where this Node has one.
import module from 'node:module'

module.enableCompileCache?.()
const { main } = await import('../dist/main.js')
const code = await main(process.argv)
// Let stdout drain before the process ends.
process.exitCode = code
