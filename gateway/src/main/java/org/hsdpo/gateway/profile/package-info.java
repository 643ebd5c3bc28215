/**
 * Makes a prescription profile: the patient's state, what the engines say of every regimen one step away, what the
 * dosing agent prefers, and the combination of the two into a recommendation or an abstention.
 */
package org.hsdpo.gateway.profile;
