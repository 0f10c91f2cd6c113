"""What training and prediction cost: measured beside MMSA where it is at hand, and by themselves where it is not."""
