"""Where things lie on the desk, by the ids of the contract's examples."""

LIST = "/push-lists/list_01je7jryg9e00800000000000a"
DOUBT = "/doubts/dbt_01je7jryg9e00800000000000d"
PARCEL = "/certificates/ship_01je7jryg3e008000000000004"
CASE = "case_01je7jryg2e008000000000003"
DIGEST = "9b2c41e07fd35a8816c0e4b2d7f9a3508c6e1d4f2b7a90e3c5d8f1a64b7e2c90"
FORMS = "/visits/vst_1/matters/mtr_1/forms"
