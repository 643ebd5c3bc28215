/**
 * The hours within a day of one twin: meals, dawn, secretion, injected insulin, exertion and a sensor, in steps of five
 * minutes. Each person's day is fitted so that its fasting and mean glucose are those of the weekly model; from it come
 * sensor traces, and the figures by which the weekly model knows variability and low glucose without running a day. See
 * docs/digital-twin-day.md.
 */
package org.hsdpo.twin.day;
