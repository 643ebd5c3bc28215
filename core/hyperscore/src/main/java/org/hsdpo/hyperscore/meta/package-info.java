/** The meta loop: the system criticises its own score, corrects engines that disagree, and knows when to abstain. */
package org.hsdpo.hyperscore.meta;
