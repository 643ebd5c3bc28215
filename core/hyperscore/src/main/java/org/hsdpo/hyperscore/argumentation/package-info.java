/** Conflicting recommendations as an abstract argumentation framework (Dung 1995, Artif Intell 77:321). */
package org.hsdpo.hyperscore.argumentation;
