import type { Meter } from './events.ts';

/** Books everything several times at once. */
export function repeatedMeter(meter: Meter, times: number): Meter {
  return {
    chip(layer, events) {
      meter.chip(layer, {
        // Of one conversion, one drive and the layer: the same however often.
        driveBits: events.driveBits,
        adcBits: events.adcBits,
        crossbars: events.crossbars,
        cells: events.cells,
        macs: events.macs * times,
        rowDrives: events.rowDrives * times,
        cellReads: events.cellReads * times,
        conductionSum: events.conductionSum * times,
        conversions: events.conversions * times,
        clipped: events.clipped * times,
        shiftAdds: events.shiftAdds * times,
        bufferReadBytes: events.bufferReadBytes * times,
        bufferWriteBytes: events.bufferWriteBytes * times,
        networkBytes: events.networkBytes * times,
        readCycles: events.readCycles * times,
      });
    },
    digital: (operation, layer, flops, bytes) => meter.digital(operation, layer, flops * times, bytes * times),
    dram: (bytes, layer) => meter.dram(bytes * times, layer),
  };
}
