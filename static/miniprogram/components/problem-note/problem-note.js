// @ts-check
// What went wrong and what to do about it, read out at once by a screen reader.
const { wordsOf } = require("../../lib/language");

Component({
  properties: {
    /** As screen.js tells it, or null. */
    problem: { type: Object, value: /** @type {any} */ (null) },
    /** Whether trying again is offered. */
    again: { type: Boolean, value: true },
  },
  data: { w: /** @type {Record<string, string>} */ ({}) },
  observers: {
    problem() {
      this.setData({ w: wordsOf("common") });
    },
  },
  methods: {
    tryAgain() {
      this.triggerEvent("again");
    },
    readGuideline() {
      wx.openPrivacyContract({});
    },
  },
});
