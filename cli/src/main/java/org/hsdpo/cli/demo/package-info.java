/** The main job from the command line: a patient's files in, a prescription profile out. */
package org.hsdpo.cli.demo;
